/* The list of events: its filters change it without a reload, and the address with it. On any error, links and forms do what they always do. */
(() => {
  "use strict";
  const status = document.getElementById("list-status");
  // An editor's ribbon of another day sends back the address that the page came with.
  if (!status || document.querySelector(".as-of form")) return;
  const parts = [".page-head", "nav.langs", "#list"], heads = ["meta[name=robots]", "link[type='text/calendar']"];
  let shown = location.pathname + location.search, asking = null;

  const place = (link) => {
    const group = link.closest("nav");
    return group && { group: group.getAttribute("aria-label"), text: link.textContent };
  };
  const focus = (at) => {
    const list = document.getElementById("list");
    const groups = at ? [...list.querySelectorAll("nav")].filter((nav) => nav.getAttribute("aria-label") === at.group) : [];
    const links = groups.flatMap((nav) => [...nav.querySelectorAll("a")]);
    (links.find((link) => link.textContent === at.text) || links[0] || list).focus({ preventScroll: true });
  };

  const take = (page) => {
    for (const part of parts) document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
    for (const part of heads) {
      const old = document.head.querySelector(part), fresh = page.head.querySelector(part);
      if (old) old.remove();
      if (fresh) document.head.append(document.adoptNode(fresh));
    }
    document.title = page.title;
    document.dispatchEvent(new Event("list-changed"));
  };

  const show = async (address, at, push) => {
    if (asking) asking.abort();
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(address, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !parts.every((part) => page.querySelector(part))) throw new Error(address);
      if (push) history.pushState(null, "", answer.url);
      take(page);
      shown = location.pathname + location.search;
      status.textContent = "";
      if (push) focus(at);
      status.textContent = status.dataset.changed;
    } catch (error) {
      if (mine.signal.aborted) return;
      if (push) location.assign(address);
      else location.reload(); // the address is there already, and with a # it would only be scrolled to
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#list :is(.filters, .month-links, .empty) a");
    if (!link || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = new URL(link.href);
    if (url.pathname !== location.pathname || url.origin !== location.origin || url.hash) return;
    event.preventDefault();
    show(url.href, place(link), true);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#list")) return;
    event.preventDefault();
    const filled = [...new FormData(event.target)].filter(([, value]) => value);
    show(`${event.target.action}?${new URLSearchParams(filled)}`, null, true);
  });
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) show(location.href, null, false);
  });
})();
