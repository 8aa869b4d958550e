// The focal point of a picture: click on it, or move the mark with the arrow keys (Shift: ten steps); the two numbers are what is sent.
"use strict";

function focalPoint(focal) {
  const [stage, image, note, x, y] = ["stage", "image", "note", "x", "y"].map((part) => focal.querySelector(`[data-focal-${part}]`));
  const file = focal.closest("form")?.querySelector("[data-focal-file]");
  const mark = document.createElement("button");
  let local = "";
  mark.type = "button";
  mark.className = "focal-mark";
  mark.disabled = x.disabled;
  stage.append(mark);

  const clamp = (value) => Math.min(100, Math.max(0, Number.isFinite(value) ? value : 50));
  const read = (input) => (input.value === "" ? 50 : clamp(Number(input.value)));
  const place = () => {
    mark.style.left = `${read(x)}%`;
    mark.style.top = `${read(y)}%`;
    mark.setAttribute("aria-label", `${focal.dataset.markLabel}: ${read(x)} %, ${read(y)} %`);
  };
  const set = (left, top) => {
    x.value = Math.round(clamp(left) * 10) / 10;
    y.value = Math.round(clamp(top) * 10) / 10;
    place();
  };
  const show = (seen) => {
    stage.hidden = !seen;
    note.hidden = seen || !image.getAttribute("src");
    note.textContent = note.hidden ? "" : focal.dataset.noPreview;
    place();
  };

  x.addEventListener("input", place);
  y.addEventListener("input", place);
  stage.addEventListener("click", (event) => {
    if (x.disabled || event.target === mark) return;
    const box = image.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    mark.focus({ preventScroll: true });
  });
  mark.addEventListener("pointermove", (event) => {
    if (!mark.hasPointerCapture(event.pointerId)) return;
    const box = image.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  });
  mark.addEventListener("pointerdown", (event) => mark.setPointerCapture(event.pointerId));
  mark.addEventListener("keydown", (event) => {
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (!right && !down) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 : 1;
    set(read(x) + right * step, read(y) + down * step);
  });
  image.addEventListener("load", () => show(true));
  image.addEventListener("error", () => show(false));
  file?.addEventListener("change", () => {
    if (local) URL.revokeObjectURL(local);
    local = file.files[0] ? URL.createObjectURL(file.files[0]) : "";
    if (local) {
      image.src = local;
      set(50, 50);
    }
  });
  if (image.complete && image.getAttribute("src")) show(image.naturalWidth > 0);
  place();
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-focal]").forEach(focalPoint));
