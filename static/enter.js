/* The form of a work: how long the explanation is, told as one types. Without this the page does all the same. */
(() => {
  "use strict";
  const count = document.getElementById("concept-count");
  const field = count && document.getElementById(count.dataset.for);
  if (!field) return;
  const most = Number(field.dataset.most);
  const digits = new Intl.NumberFormat(document.documentElement.lang === "km" ? "km-u-nu-khmr" : document.documentElement.lang, { useGrouping: false });
  const tell = () => {
    const used = [...field.value].length; // as the server counts: letters, not halves of them
    count.textContent = `${count.dataset.text} ${digits.format(used)} / ${digits.format(most)}`;
    count.toggleAttribute("data-over", used > most);
  };
  count.hidden = false;
  field.addEventListener("input", tell);
  tell();
})();
