"use strict";
// A list keeps itself true: the wire, and each queue. What it shows is renewed where it stands; what is new waits behind a counter, so that
// nothing moves under a finger. The stream names the number of the last writing that was seen: after a broken line
// nothing is missed, and where no stream holds, the same is asked for every few seconds.
(() => {
  const words = document.getElementById("words").dataset;
  const fresh = document.getElementById("fresh");
  const aloud = document.getElementById("aloud");
  const list = () => document.getElementById("list");
  const POLL = 5000, GIVE_UP = 3, AT_ONCE = 100;
  let turn = Number(list().dataset.turn), waiting = new Set(), polling = null;

  function told(said) {
    if (said.turn) turn = Math.max(turn, said.turn);
    if (said.reload) { waiting.add("all"); return count(); }
    const shown = [...said.lines, ...said.others].filter((id) => document.getElementById("s-" + id));
    said.lines.filter((id) => !document.getElementById("s-" + id)).forEach((id) => waiting.add(id));
    if (shown.length) renew(shown.slice(0, AT_ONCE));
    said.aloud.forEach(announce);
    count();
  }

  function count() {
    const first = list().dataset.first === "yes";
    fresh.hidden = !waiting.size || !first;
    const n = waiting.size;
    fresh.textContent = n === 1 ? fresh.dataset.one : fresh.dataset.many.replace("%n", n);
  }

  async function renew(ids) {
    const rows = new URL(list().dataset.rows, location);
    rows.searchParams.set("ids", ids.join(","));
    const answer = await fetch(rows, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const row of page.querySelectorAll(".line")) {
      const old = document.getElementById(row.id);
      if (!old) continue;
      const had = old.contains(document.activeElement) ? document.activeElement : null;
      row.classList.add("changed");
      goOn(old, row);
      old.replaceWith(row);
      if (had) (had.id && document.getElementById(had.id) || row.querySelector("a.open")).focus();
    }
  }

  // What was typed in a line stays, and so does what was seen of it when the list was loaded: whoever acts on a story
  // that has moved since is told what moved, and asked again.
  function goOn(old, row) {
    for (const name of ["reason", "seen"]) {
      for (const field of row.querySelectorAll(`[name="${name}"]`)) {
        const was = old.querySelector(`[action="${field.form.getAttribute("action")}"] [name="${name}"]`);
        if (was) field.value = was.value;
      }
    }
    if (old.querySelector("details[open]")) row.querySelector("details")?.setAttribute("open", "");
  }

  function announce(one) {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = "/desk/story/" + one.id + "/";
    link.textContent = one.headline || one.agency + " " + one.id;
    link.dir = "auto";
    line.append(words[one.what], " ", link);
    line.dataset.id = one.id;
    // Of a story the last thing is said: after a stop no words of it stay in an older line.
    for (const said of [...aloud.children]) if (said.dataset.id === one.id) said.remove();
    aloud.prepend(line);
    while (aloud.children.length > 5) aloud.lastChild.remove();
  }

  async function load() {
    const answer = await fetch(list().dataset.here, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    list().replaceWith(page.getElementById("list"));
    turn = Math.max(turn, Number(list().dataset.turn));
    waiting = new Set();
    count();
    document.querySelector("a.open")?.focus();
  }

  async function ask() {
    try {
      const answer = await fetch("/desk/changes/?after=" + turn + asked(), { redirect: "manual" });
      if (!answer.ok) return;
      told(await answer.json());
      say(words.polling);
    } catch { say(words.lost, true); }
  }

  fresh.addEventListener("click", load);
  const asked = () => (list().dataset.query ? "&" + list().dataset.query : "");
  const say = listenTo({
    address: () => "/desk/events?after=" + turn + asked(),
    on: { lines: told },
    words,
    opened: () => { clearInterval(polling); polling = null; },
    lost: (failures) => { if (failures >= GIVE_UP && !polling) polling = setInterval(ask, POLL); },
  });

  // -- keys
  const links = () => [...document.querySelectorAll("a.open")];
  const line = () => document.activeElement?.closest?.(".line");
  function move(by) {
    const all = links(), at = all.findIndex((one) => one.closest(".line") === line());
    const to = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (to) { to.focus(); to.scrollIntoView({ block: "nearest" }); }
  }
  const go = (part) => { const id = line()?.dataset.id; if (id) location.href = "/desk/story/" + id + "/" + part; };
  // What a queue lets be done in the line has the cursor; for all else the key leads to the story.
  function act(selector, part) {
    const there = line()?.querySelector(selector);
    if (!there) return go(part);
    there.closest("details")?.setAttribute("open", "");
    there.focus();
    there.scrollIntoView({ block: "nearest" });
  }
  const look = () => { const words = document.getElementById("q"); if (words) words.focus(); else location.href = "/desk/#q"; };
  const KEYS = {
    j: () => move(1), k: () => move(-1), h: () => go("#headline"), p: () => go("#picture"), r: () => act(".release", "#release"),
    o: () => go("#hold"), x: () => act(".reason-of", "#kill"), n: () => { if (!fresh.hidden) load(); }, w: () => { location.href = "/desk/"; },
    "/": () => look(), "?": () => showKeys(),
  };
  document.addEventListener("keydown", heard(KEYS));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.matches?.(".line input")) return;
    const from = line();
    from.querySelector("details[open]")?.removeAttribute("open");
    from.querySelector("a.open").focus();
  });
  document.getElementById("wrong")?.focus();
})();
