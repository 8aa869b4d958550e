// Language tabs: the fields' tabs and the blocks' regions move together, the user's own language stands first and is open,
// the choice is remembered until the browser is closed, and a tab says when something in it has to be mended.
{
  const REMEMBERED = "language-tab"
  const own = document.documentElement.lang.split("-")[0]
  const translate = (text) => (window.gettext ? window.gettext(text) : text)
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]
  const fieldTabs = () => all("#tabbed > .tabs > .tab")
  const regionTabs = () => all(".tabs.regions > .tab")
  const panels = () => all("#tabbed .tabbed-modules > .tabbed")

  const panelOf = (tab) => panels()[Number(tab.dataset.index)]

  // A fieldset made by languages.admin.tabs has the class tab-<code>; a region's key is the code, or ends with it.
  const languageOf = (tab) => {
    if (tab.dataset.region) return tab.dataset.region.split("_").pop()
    const name = [...(panelOf(tab)?.classList ?? [])].find((one) => /^tab-[a-z]{2}$/.test(one))
    return name ? name.slice(4) : ""
  }

  const remember = (language) => {
    try { sessionStorage.setItem(REMEMBERED, language) } catch { /* private mode: not remembered */ }
  }
  const remembered = () => {
    try { return sessionStorage.getItem(REMEMBERED) } catch { return null }
  }

  const describe = () => {
    for (const tab of [...fieldTabs(), ...regionTabs()]) {
      const open = tab.classList.contains("active")
      tab.setAttribute("aria-selected", String(open))
      tab.tabIndex = open ? 0 : -1
    }
  }

  const open = (tab) => {
    if (tab && !tab.classList.contains("active")) tab.click()
  }

  // An open tab stays open when it is pressed again: the library would close it and leave nothing.
  addEventListener("click", (event) => {
    const tab = event.target.closest?.("#tabbed > .tabs > .tab.active")
    if (tab) event.stopPropagation()
  }, true)

  addEventListener("click", ({ target }) => {
    const tab = target.closest?.("#tabbed > .tabs > .tab, .tabs.regions > .tab")
    if (!tab) return
    const language = languageOf(tab)
    if (language) {
      const others = tab.dataset.region ? fieldTabs() : regionTabs()
      remember(language)
      open(others.find((other) => languageOf(other) === language))
    }
    describe()
  })

  addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[role=tab]")
    if (!tab) return
    const row = all(":scope > [role=tab]", tab.parentNode)
    const at = row.indexOf(tab)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: row.length - 1 }[event.key]
    if (to !== undefined) {
      const next = row[(to + row.length) % row.length]
      open(next)
      next.focus()
    } else if (event.key === "Enter" || event.key === " ") {
      open(tab)
    } else return
    event.preventDefault()
  })

  const markErrors = () => {
    const wrong = (tab) => {
      const parts = tab.dataset.region ? all(`.order-machine .inline-related[data-region="${tab.dataset.region}"]`) : [panelOf(tab)]
      return parts.some((part) => part?.querySelector(".errorlist"))
    }
    for (const tab of [...fieldTabs(), ...regionTabs()].filter(wrong)) {
      tab.classList.add("has-error")
      const note = document.createElement("span")
      note.className = "tab-error"
      note.textContent = ` (${translate("to be corrected")})`
      tab.append(note)
    }
  }

  const prepare = (tabs, label) => {
    if (!tabs.length) return
    const list = tabs[0].parentNode
    list.setAttribute("role", "tablist")
    list.setAttribute("aria-label", label)
    const mine = tabs.find((tab) => languageOf(tab) === own)
    if (mine) list.prepend(mine)
    tabs.forEach((tab, number) => {
      tab.setAttribute("role", "tab")
      tab.id ||= `tab-${label.length}-${number}`
      const language = languageOf(tab)
      if (language) tab.lang = language
      const panel = tab.dataset.region ? document.querySelector(".order-machine") : panelOf(tab)
      if (!panel) return
      panel.id ||= `${tab.id}-panel`
      tab.setAttribute("aria-controls", panel.id)
      if (!tab.dataset.region) {
        panel.setAttribute("role", "tabpanel")
        panel.setAttribute("aria-labelledby", tab.id)
      }
    })
  }

  // Forms without blocks do not load the library's tabs: theirs are made here, in the same shape.
  const build = () => {
    const fieldsets = all("fieldset.tabbed")
    if (!fieldsets.length || document.getElementById("tabbed")) return
    const box = document.createElement("div")
    box.id = "tabbed"
    box.innerHTML = '<div class="tabs"></div><div class="modules tabbed-modules"></div>'
    fieldsets[0].before(box)
    const [row, modules] = box.children
    fieldsets.forEach((fieldset, number) => {
      const title = fieldset.querySelector("h2")
      title.classList.add("tab")
      title.dataset.index = number
      row.append(title)
      modules.append(fieldset)
      fieldset.hidden = true
    })
    row.addEventListener("click", ({ target }) => {
      const tab = target.closest(".tab")
      if (!tab) return
      for (const other of row.children) other.classList.toggle("active", other === tab)
      fieldsets.forEach((fieldset, number) => { fieldset.hidden = number !== Number(tab.dataset.index) })
    })
  }
  addEventListener("DOMContentLoaded", build)

  const start = () => {
    if (!fieldTabs().length && !regionTabs().length) return
    prepare(fieldTabs(), translate("Languages of the fields"))
    prepare(regionTabs(), translate("Languages of the blocks"))
    const head = document.querySelector("[data-body-head]")
    if (head && regionTabs().length) {
      regionTabs()[0].parentNode.before(head)
      head.hidden = false
    }
    markErrors()
    const bad = [...fieldTabs(), ...regionTabs()].find((tab) => tab.classList.contains("has-error"))
    const wanted = (bad && languageOf(bad)) || remembered() || own
    const pick = (tabs) => tabs.find((tab) => languageOf(tab) === wanted) ?? tabs[0]
    open(bad && !bad.dataset.region ? bad : pick(fieldTabs()))
    open(bad?.dataset.region ? bad : pick(regionTabs()))
    for (const select of all(".inline_move_to_region")) select.setAttribute("aria-label", translate("Move to another language"))
    describe()
  }

  // The block editor builds its tabs on jQuery's ready queue: whoever asks after the page has loaded comes after it.
  addEventListener("load", () => (window.django?.jQuery ? window.django.jQuery(start) : start()))
}
