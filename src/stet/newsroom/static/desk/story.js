"use strict";
// A story: its keys, what was typed and not saved, the point of a picture, and who else has it open. All of it is a
// help; every form works without it.
(() => {
  const by = (id) => document.getElementById(id);
  const story = document.querySelector(".story"), words = by("story-words").dataset, id = story.dataset.id;

  // -- what was typed is kept in this window until it is saved, also when the session ends meanwhile
  const NAMES = ["text", "caption", "credit", "alt"];
  const KEPT = ["headline", "picture"];
  const key = (name) => "stet:" + id + ":" + name;
  const place = (form) => key(form.dataset.keep);
  const fields = (form) => NAMES.map((name) => form.elements[name]).filter(Boolean);
  for (const form of document.querySelectorAll("form[data-keep]")) {
    if (document.querySelector(".notice.done-" + form.dataset.keep)) sessionStorage.removeItem(place(form));
    offer(form);
    form.addEventListener("input", () => {
      const said = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
      sessionStorage.setItem(place(form), JSON.stringify(said));
    });
  }

  // Where the form is gone, as of a story that was stopped, the words can still be copied.
  for (const name of KEPT) {
    if (document.querySelector('form[data-keep="' + name + '"]')) continue;
    const said = kept(name);
    if (said) story.before(box(said, button(words.drop, () => sessionStorage.removeItem(key(name)))));
  }

  function kept(name) {
    try { return JSON.parse(sessionStorage.getItem(key(name)) || "null"); } catch { return null; }
  }

  function box(said, ...buttons) {
    const made = document.createElement("div"), text = document.createElement("bdi");
    text.textContent = NAMES.map((name) => said[name]).filter(Boolean).join(" · ");
    made.className = "kept";
    made.setAttribute("role", "status");
    made.append(words.restore + " ", text, ...buttons);
    return made;
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", () => { act(); made.parentElement.remove(); });
    return made;
  }

  function offer(form) {
    const said = kept(form.dataset.keep);
    if (!said || fields(form).every((field) => !said[field.name] || said[field.name] === field.value)) return;
    const putBack = () => {
      for (const field of fields(form)) {
        if (said[field.name] === undefined) continue;
        field.value = said[field.name];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    };
    form.before(box(said, button(words.take, putBack), button(words.drop, () => sessionStorage.removeItem(place(form)))));
    const folded = form.closest("details");
    if (folded) folded.open = true;
  }

  // -- the headline
  const headline = by("headline");
  const count = (text) => [...new Intl.Segmenter().segment(text.trim())].length;
  headline?.addEventListener("input", () => { const shown = by("count"); if (shown) shown.textContent = count(headline.value); });
  headline?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); headline.form.requestSubmit(headline.form.querySelector("button.first")); }
  });
  // What a broken session answers is a page to sign in, and no part of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith("/desk/story/")) event.detail.shouldSwap = false;
  });

  // -- the picture
  const form = document.querySelector('form[data-keep="picture"]'), aim = by("aim");
  if (form) {
    const image = by("aim-image"), cross = by("cross"), left = by("left"), top = by("top");
    const crops = [...document.querySelectorAll(".crop img")];
    const bounded = (number) => Math.min(100, Math.max(0, Math.round(Number(number) / 10) * 10 || 0));
    const point = () => {
      const x = Math.min(100, Math.max(0, Number(left.value) || 0)), y = Math.min(100, Math.max(0, Number(top.value) || 0));
      cross.style.left = x + "%";
      cross.style.top = y + "%";
      for (const one of crops) one.style.objectPosition = x + "% " + y + "%";
    };
    const set = (x, y) => { left.value = bounded(x); top.value = bounded(y); point(); };
    const see = (source) => {
      for (const one of [image, ...crops]) one.src = source;
      aim.hidden = by("crops").hidden = false;
      point();
    };
    let filled = {};
    const choose = (radio) => {
      const said = radio.dataset;
      if (said.large) see(said.large);
      for (const name of ["caption", "credit", "alt"]) {
        const field = form.elements[name], value = said[name];
        if (value !== undefined && (!field.value || field.value === filled[name] || ("agencys" in said && name !== "alt" && value))) {
          field.value = value;
          filled[name] = value;
        }
        if (name !== "alt") field.readOnly = "agencys" in said && Boolean(value);
      }
    };
    form.addEventListener("change", (event) => { if (event.target.name === "choice") choose(event.target); });
    const checked = form.querySelector('input[name="choice"]:checked');
    if (checked?.dataset.large) see(checked.dataset.large);
    by("file").addEventListener("change", (event) => {
      const [file] = event.target.files;
      if (!file) return;
      form.querySelector('input[value="upload"]').checked = true;
      for (const name of ["caption", "credit"]) form.elements[name].readOnly = false;
      see(URL.createObjectURL(file));
    });
    aim.addEventListener("click", (event) => {
      const box = image.getBoundingClientRect();
      set((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
    });
    const STEPS = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] };
    aim.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      set(Number(left.value) + step[0], Number(top.value) + step[1]);
    });
    for (const field of [left, top]) field.addEventListener("input", point);
    form.addEventListener("keydown", (event) => {
      // Where the picture's file is asked for, Enter opens the choice of files.
      if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.type === "file") return;
      event.preventDefault();
      if (event.target.id === "shelf-words") by("look").click();
      else if (event.target.id === "credit") form.requestSubmit(by("set-picture"));
    });
  }

  // -- keys
  const focus = (field) => { if (field) { field.closest("details")?.setAttribute("open", ""); field.focus(); field.select?.(); field.scrollIntoView({ block: "nearest" }); } };
  const KEYS = {
    h: () => focus(headline), x: () => focus(by("kill")), o: () => focus(by("hold")), r: () => focus(by("release")),
    p: () => { const box = by("picture-box"); if (box) { box.open = true; focus(by("picture")); } },
    g: () => { if (headline) { headline.value = by("agencys").dataset.text; headline.dispatchEvent(new Event("input", { bubbles: true })); focus(headline); } },
    w: () => { location.href = "/desk/"; }, "/": () => { location.href = "/desk/#q"; }, "?": () => showKeys(),
  };
  const pressed = heard(KEYS);
  document.addEventListener("keydown", pressed);
  // Where the wire led here by a key, the field that was meant has the cursor.
  if (location.hash === "#picture") KEYS.p();
  else if (["#headline", "#kill", "#hold", "#release"].includes(location.hash)) focus(by(location.hash.slice(1)));
  else by("wrong")?.focus();
  const frame = by("preview");
  const listen = () => { try { frame.contentDocument.addEventListener("keydown", pressed); } catch { /* it shows another site */ } };
  frame.addEventListener("load", listen);

  // -- who else is here, whether it changed, and whether it was stopped: then none of its words stays before anybody
  const others = by("others"), LONGEST_ANSWER = 5000;
  let turn = Number(story.dataset.turn), sent = 0;
  // Where the stop is this person's own, its answer is on the way already, and says what was done.
  document.addEventListener("submit", () => { sent = Date.now(); });
  const leave = () => location.replace("/desk/story/" + id + "/");
  listenTo({
    address: () => "/desk/events?story=" + id + "&standing=all&after=" + turn,
    words,
    on: {
      lines: (said) => {
        turn = Math.max(turn, said.turn || 0);
        const isStopped = (said.aloud || []).some((one) => one.id === id && one.what === "stop");
        if (isStopped && !("stopped" in story.dataset)) setTimeout(leave, Math.max(0, sent + LONGEST_ANSWER - Date.now()));
        else if ([...(said.lines || []), ...(said.others || [])].includes(id)) by("moved").hidden = false;
      },
      presence: ({ others: here }) => {
        others.textContent = here.length ? words.others + " " + here.join(", ") : "";
        others.className = here.length ? "tag warn" : "";
      },
    },
  });
})();
