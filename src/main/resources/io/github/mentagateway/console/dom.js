// Makes elements, and brings what is on the page up to date with a tree that was made anew. Text is text: nothing is ever parsed as HTML.

const SVG = 'http://www.w3.org/2000/svg';
const BUSY = ['aria-busy', 'aria-disabled'];
const HANDLERS = ['onclick', 'oninput', 'onchange', 'onsubmit', 'onkeydown', 'onpointermove', 'onpointerleave', 'onfocus', 'onblur'];

/** An element of HTML. Attributes that are null, undefined or false are left out; `on…` are handlers; `vars` are properties of its style. */
export function h(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function s(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) {
      element[name] = value;
    } else if (name === 'vars') {
      // the object model may set a style where a style attribute may not: the content security policy allows none
      Object.entries(value).forEach(([property, text]) => element.style.setProperty(property, text));
    } else if (name !== 'value' && value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...nodes(children));
  if (attributes && 'value' in attributes) {
    // last, since a list of choices must have its choices before one is chosen
    element.drawn = String(attributes.value ?? '');
    element.value = element.drawn;
  }
  return element;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter(child => child !== null && child !== undefined && child !== false && child !== '')
    .map(child => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/** Makes the children of `parent` what `children` are, and keeps those that are still the same, with their focus, their scroll and what was typed. */
export function show(parent, ...children) {
  const next = document.createElement(parent.nodeName);
  next.append(...nodes(children));
  morphChildren(parent, next);
}

function morph(old, next) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) {
      old.data = next.data;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    // what a person has opened stays open, and a button whose act is under way stays so
    const stays = name === 'style' || BUSY.includes(name) || (name === 'open' && old.nodeName === 'DETAILS');
    if (!next.hasAttribute(name) && !stays) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    if (name !== 'style' && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  for (const property of next.style ?? []) {
    old.style.setProperty(property, next.style.getPropertyValue(property));
  }
  HANDLERS.forEach(name => {
    old[name] = next[name];
  });
  morphChildren(old, next);
  morphValue(old, next);
}

/** What a person has typed is kept until what the page gives the field is another than at the last draw. A choice counts at once, so it is never ahead of it. */
function morphValue(old, next) {
  const given = old.nodeName === 'SELECT' ? old !== document.activeElement : old.drawn !== next.drawn;
  if (given && old.value !== next.value) {
    old.value = next.value;
  }
  old.drawn = next.drawn;
}

function morphChildren(parent, next) {
  const keyed = new Map([...parent.childNodes].filter(key).map(child => [key(child), child]));
  let at = parent.firstChild;
  for (const child of [...next.childNodes]) {
    const match = key(child) ? keyed.get(key(child)) : at && !key(at) ? at : null;
    if (!match || match.nodeName !== child.nodeName) {
      parent.insertBefore(child, at);
    } else if (match === at) {
      at = at.nextSibling;
      morph(match, child);
    } else {
      parent.insertBefore(match, at);
      morph(match, child);
    }
  }
  while (at) {
    const after = at.nextSibling;
    at.remove();
    at = after;
  }
}

function key(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null;
}
