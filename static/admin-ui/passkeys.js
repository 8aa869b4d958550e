// When a passkey cannot be used, the library only writes to the console: here the person is told.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const place = document.querySelector("[data-passkey-error]")
  place.hidden = false
  place.scrollIntoView({ block: "nearest" })
})
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("button")) document.querySelector("[data-passkey-error]").hidden = true
}, true)
