/* Small conveniences; every page works without them. */
(() => {
  "use strict";
  const speak = (box, text) => { box.querySelector("[role=status]").textContent = text; };

  for (const box of document.querySelectorAll("[data-share]")) {
    const copy = box.querySelector("[data-copy]"), native = box.querySelector("[data-native]"), print = box.querySelector("[data-print]");
    const canonical = document.querySelector("link[rel=canonical]");
    const address = canonical ? canonical.href : location.href;
    box.hidden = false;
    if (navigator.clipboard && copy) {
      copy.hidden = false;
      copy.addEventListener("click", () => {
        speak(box, "");
        navigator.clipboard.writeText(address).then(() => speak(box, box.dataset.copied), () => speak(box, box.dataset.failed));
      });
    }
    if (navigator.share && native) {
      native.hidden = false;
      native.addEventListener("click", () => {
        // A reader who closes the system's own dialog has not met an error.
        navigator.share({ title: document.title, url: address }).catch(() => {});
      });
    }
    if (print) print.addEventListener("click", () => window.print());
  }

  // Anew when the list has changed without a reload: with it came another field.
  const copying = () => {
    for (const box of document.querySelectorAll("[data-copy-field]")) {
      const field = box.querySelector("input"), button = box.querySelector("button");
      if (!navigator.clipboard || !button.hidden) continue;
      button.hidden = false;
      button.addEventListener("click", () => {
        speak(box, "");
        navigator.clipboard.writeText(field.value).then(() => speak(box, box.dataset.copied), () => { field.select(); speak(box, box.dataset.failed); });
      });
    }
  };
  copying();
  document.addEventListener("list-changed", copying);

  // A tap on a part of the same page in the small-screen menu leaves the menu open otherwise.
  const menu = document.getElementById("menu");
  if (menu && menu.hidePopover) {
    menu.addEventListener("click", (event) => { if (event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover(); });
  }
})();
