/* Keeps a juror's sheet as one goes. Without it the buttons below the form do. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const words = form.dataset, status = form.querySelector("[data-status]"), lacking = form.querySelector("[data-lacking]");
  let wanted = false, stopped = false, under_way = null, wait = 0;

  const tell = (text, bad) => { status.textContent = text; status.toggleAttribute("data-bad", Boolean(bad)); };

  const show = (answer) => {
    form.elements.revision.value = answer.revision;
    tell(`${words.saved}: ${answer.label}. ${answer.left}`);
    lacking.replaceChildren(...answer.lacking.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  };

  // Whether it came to an answer; if not, it is tried again.
  const send = async () => {
    tell(words.saving);
    let response;
    try {
      response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, keepalive: true });
    } catch {
      tell(words.failed, true);
      return false;
    }
    if (!(response.headers.get("Content-Type") || "").includes("json")) { // signed out meanwhile, or worse: the button leads to the page that says so
      tell(words.unsaved, true);
      return true;
    }
    const answer = await response.json();
    if (response.ok) { show(answer); return true; }
    stopped = response.status !== 400; // changed in another window, or locked: what is there must not be written over unasked
    tell(answer.problem, true);
    return true;
  };

  // One at a time: two under way at once would be two windows to the server.
  const run = async () => {
    while (wanted && !stopped) {
      wanted = false;
      if (await send()) continue;
      wanted = true;
      wait = setTimeout(save, 4000);
      return;
    }
  };
  const save = () => {
    clearTimeout(wait);
    wanted = true;
    under_way ||= run().finally(() => { under_way = null; });
  };

  form.addEventListener("change", save);
  form.addEventListener("input", (event) => {
    if (stopped || event.target.tagName !== "TEXTAREA") return;
    clearTimeout(wait);
    tell(words.unsaved);
    wait = setTimeout(save, 900);
  });
  // A button sends the form itself; it must have the revision of what is being saved just now.
  form.addEventListener("submit", (event) => {
    clearTimeout(wait);
    if (!under_way) return;
    event.preventDefault();
    const button = event.submitter;
    wanted = false;
    under_way.then(() => form.requestSubmit(button));
  });
  addEventListener("online", () => { if (wanted) save(); });
})();
