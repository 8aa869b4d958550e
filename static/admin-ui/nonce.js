// The block editor and the rich-text editor make <style> elements. They may: the page's own nonce is put on them.
{
  const nonce = document.currentScript.nonce
  const make = document.createElement
  document.createElement = function (name, options) {
    const element = make.call(this, name, options)
    if (String(name).toLowerCase() === "style") element.nonce = nonce
    return element
  }
}
