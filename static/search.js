/* The search box: titles with the words typed so far, as a listbox below it. Without this, or on any error, the form is sent as it always is. */
(() => {
  "use strict";
  const WAIT = 150; // milliseconds without a key, before it is asked

  const make = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const enhance = (form) => {
    const input = form.querySelector("input[name=q]"), id = `${input.id}-options`;
    const list = make("ul", { id, class: "search-options", role: "listbox", "aria-label": form.dataset.suggestions, hidden: "" });
    const status = make("p", { class: "visually-hidden", role: "status" });
    let found = [], active = -1, asking = null, timer = 0, asked = "";
    input.after(list);
    form.append(status);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
      input.setAttribute(key, value);
    }

    const mark = (at) => {
      active = at;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const show = (on) => {
      list.hidden = !on;
      input.setAttribute("aria-expanded", String(on));
      if (!on) mark(-1);
    };
    const stop = () => {
      clearTimeout(timer);
      if (asking) asking.abort();
    };
    const close = () => {
      stop();
      show(false);
      status.textContent = "";
    };
    const open = (answer) => {
      found = answer.options;
      list.replaceChildren(...found.map((option, place) => make("li", { id: `${id}-${place}`, role: "option", "aria-selected": "false" },
        make("span", { lang: option.language }, option.title),
        " ",
        make("small", {}, option.kind, ...(option.tongue ? [" · ", make("span", { lang: option.language }, option.tongue)] : [])))));
      active = -1;
      show(found.length > 0);
      status.textContent = answer.said;
    };
    const ask = async () => {
      const mine = asking = new AbortController(), words = asked = input.value.trim();
      try {
        const answer = await fetch(`${form.dataset.complete}?${new URLSearchParams({ q: words })}`, { signal: mine.signal });
        if (!answer.ok) throw new Error(answer.status);
        const content = await answer.json();
        if (!mine.signal.aborted && document.activeElement === input) open(content);
      } catch (error) {
        if (!mine.signal.aborted) close();
      }
    };
    const later = () => {
      stop();
      if (!input.value.trim()) return close();
      timer = setTimeout(ask, WAIT);
    };
    const step = (by) => { // from the box through the options and back to the box
      if (list.hidden && (!found.length || asked !== input.value.trim())) return later();
      show(true);
      if (by) mark((active + by + found.length + 2) % (found.length + 1) - 1);
    };

    // While a word is being composed (Japanese, Khmer on some keyboards), what stands in the box is not what is meant yet.
    input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    input.addEventListener("compositionend", later);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) {
        if (event.key === "Enter") event.preventDefault(); // it ends the composition: Safari would send the form
        return;
      }
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!event.altKey) step(event.key === "ArrowDown" ? 1 : -1);
        else if (event.key === "ArrowUp") close();
        else step(0);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // once more, and the browser empties the box
        close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(found[active].url);
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        mark(-1); // the caret moves: one is in the text again
      }
    });
    form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const place = [...list.children].indexOf(event.target.closest("[role=option]"));
      if (place >= 0) location.assign(found[place].url);
    });
  };

  document.querySelectorAll("form[data-complete]").forEach(enhance);
})();
