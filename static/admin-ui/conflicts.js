// While a date is typed, what else is planned there then is asked for and shown below it; without this script it stands there once saved.
{
  const ASKED = ["venue", "first_day", "last_day", "start_time", "end_time", "all_day", "own_tz", "status"]
  const waiting = new WeakMap()
  const event = location.pathname.match(/\/event\/(\d+)\/change\//)?.[1] ?? ""

  const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "on" : "") : field.value)

  const ask = async (row) => {
    const place = row.querySelector("[data-conflicts]")
    const query = new URLSearchParams({ event, date: place.dataset.date })
    for (const field of row.querySelectorAll("[name]")) {
      const name = field.name.slice(field.name.lastIndexOf("-") + 1)
      if (ASKED.includes(name) || name.startsWith("room_")) query.set(name, valueOf(field))
    }
    const asked = query.toString()
    place.dataset.asked = asked
    try {
      const answer = await fetch(`${place.dataset.conflicts}?${asked}`)
      // Another answer may be on its way already.
      if (answer.ok && !answer.redirected && place.dataset.asked === asked) place.innerHTML = await answer.text()
    } catch { /* offline: what is saved is looked at on saving */ }
  }

  const changed = ({ target }) => {
    const row = target.closest?.(".dates .inline-related")
    if (!row?.querySelector("[data-conflicts]")) return
    clearTimeout(waiting.get(row))
    waiting.set(row, setTimeout(() => ask(row), 400))
  }
  // Select2 tells jQuery alone.
  addEventListener("load", () => window.django?.jQuery && window.django.jQuery(document).on("change", changed))
}
