/* The timeline's bar of decades: marks the one in sight, and steps by the arrow keys, Home and End. Without it the links do their work. */
(() => {
  "use strict";
  const bar = document.querySelector(".ages-nav ol");
  if (!bar || !("IntersectionObserver" in window)) return;
  const links = [...bar.querySelectorAll("a[href^='#']")];
  const ages = links.map((link) => document.getElementById(link.hash.slice(1)).closest(".age"));

  const mark = (link) => {
    if (link.hasAttribute("aria-current")) return;
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    // Only the bar is moved, never the page: the link comes to its middle.
    const box = link.getBoundingClientRect(), frame = bar.getBoundingClientRect();
    bar.scrollTo({ left: bar.scrollLeft + box.left - frame.left - (frame.width - box.width) / 2 });
  };

  const inSight = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) inSight[entry.isIntersecting ? "add" : "delete"](entry.target);
    const at = ages.findIndex((age) => inSight.has(age));
    if (at >= 0) mark(links[at]);
  }, { rootMargin: "-25% 0px -60% 0px" });  // the decade that a reader's eyes are on
  for (const age of ages) observer.observe(age);

  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  bar.addEventListener("keydown", (event) => {
    const at = links.indexOf(event.target.closest("a"));
    if (at < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = links[Math.min(Math.max(at + steps[event.key], 0), links.length - 1)];
    link.focus({ preventScroll: true });
    history.replaceState(history.state, "", link.hash);  // one step back still leaves the page
    document.getElementById(link.hash.slice(1)).scrollIntoView();
    mark(link);
  });
})();
