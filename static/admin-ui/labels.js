// Fields that are completed while one types (Select2) have no name for those who do not see them: they get that of the field's label.
{
  const name = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)
    const box = select.nextElementSibling
    if (!label || !box?.classList.contains("select2")) return
    label.id ||= `${select.id}-label`
    const chosen = box.querySelector(".select2-selection--single .select2-selection__rendered")
    for (const part of box.querySelectorAll("[role=combobox], .select2-search__field")) {
      part.setAttribute("aria-labelledby", chosen ? `${label.id} ${chosen.id}` : label.id)
    }
    chosen?.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`)
  }
  const all = (root) => { for (const select of root.querySelectorAll("select.admin-autocomplete")) name(select) }
  addEventListener("load", () => (window.django?.jQuery ? window.django.jQuery(() => all(document)) : undefined))
  // Select2 makes its boxes for a new row in the same event: ours comes after.
  document.addEventListener("formset:added", (event) => setTimeout(() => all(event.target)))
}
