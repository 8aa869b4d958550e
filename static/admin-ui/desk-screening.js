// The eligibility desk by keyboard. Each key does what the link, button or box beside which it is shown does; without this script those are there still.
{
  const FIELD = "textarea, select, input:not([type=checkbox]):not([type=hidden])"
  const of = (key) => document.querySelector(`[data-key="${key}"]`)
  // Khmer and Japanese keyboards write other signs: then the place of the key counts.
  const letter = (event) => (/^[a-z0-9]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^(Key|Digit)/, "").toLowerCase())

  const leave = (field) => {
    const deed = field.closest("details")
    field.blur()
    if (deed) deed.open = false
  }

  const press = (thing) => {
    const deed = thing.closest("details")
    if (!deed) return thing.click()
    deed.open = true
    const field = deed.querySelector("input:checked") ?? deed.querySelector(FIELD)
    deed.scrollIntoView({ block: "nearest" })
    field?.focus()
  }

  addEventListener("keydown", (event) => {
    const { target } = event
    const typing = target.closest?.(FIELD)
    if (event.isComposing) return
    if (typing) {
      if (event.key === "Escape") leave(typing)
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) typing.form?.requestSubmit()
      else return
      event.preventDefault()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return
    const thing = /^[a-z0-9]$/.test(letter(event)) && of(letter(event))
    if (!thing) return
    event.preventDefault()
    press(thing)
  })
}
