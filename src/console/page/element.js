/**
 * The element of the page with this id.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`There is no #${id}`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

/**
 * Sets a text only where it differs: what stays the same is not laid out again.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes a parent hold as many children as there are values, and fills each.
 * @template V
 * @param {Element} parent
 * @param {readonly V[]} values
 * @param {() => HTMLElement} create
 * @param {(child: HTMLElement, value: V) => void} fill
 */
export function fillChildren(parent, values, create, fill) {
  while (parent.children.length > values.length) parent.lastElementChild?.remove();
  while (parent.children.length < values.length) parent.append(create());
  values.forEach((value, index) => fill(/** @type {HTMLElement} */ (parent.children[index]), value));
}
