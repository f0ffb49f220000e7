"use strict";
// The stream of the desk, and what the corner says of it. A browser tells of a line that ends, and not of one on which
// nothing comes any more: so the stream has a beat, and where that stays away the line counts as lost.
// `address` gives where to listen, `on` what to do for each event, `lost` hears how often in a row it broke.
function listenTo({ address, on, words, opened = () => {}, lost = () => {} }) {
  const SILENT = 12000, LOOK = 1000, LONGEST = 10000;
  const corner = document.getElementById("connection");
  const say = (text, bad) => { corner.textContent = text; corner.className = bad ? "tag bad" : "tag good"; };
  let source, again, failures = 0, heard, out = false;

  function open() {
    clearTimeout(again);
    heard = Date.now();
    source = new EventSource(address());
    source.addEventListener("open", () => { failures = 0; heard = Date.now(); say(words.live); opened(); });
    for (const [name, act] of Object.entries({ beat: () => {}, ...on })) {
      source.addEventListener(name, (event) => { heard = Date.now(); act(JSON.parse(event.data)); });
    }
    source.addEventListener("out", () => { out = true; source.close(); say(words.out, true); });
    source.addEventListener("error", broke);
  }

  function broke() {
    if (out) return;
    source.close();
    clearTimeout(again);
    failures += 1;
    say(words.lost, true);
    again = setTimeout(open, Math.min(1000 * 2 ** failures, LONGEST));
    lost(failures);
  }

  const isClosed = () => source.readyState === EventSource.CLOSED;
  setInterval(() => { if (!isClosed() && Date.now() - heard > SILENT) broke(); }, LOOK);
  window.addEventListener("offline", () => { if (!isClosed()) broke(); });
  window.addEventListener("online", () => { if (!out && isClosed()) open(); });
  open();
  return say;
}
