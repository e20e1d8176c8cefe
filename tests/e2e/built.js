() => {
  // an accessible name's words may differ, and so do ids, numbers and addresses
  const VARYING = /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|[0-9]+/g;
  const EMPTY_OR_NOT = new Set(['href', 'src', 'value', 'title', 'alt', 'placeholder', 'content',
    'aria-label', 'action', 'formaction', 'data-title', 'nonce', 'cite', 'datetime']);
  const hash = text => {
    let [one, other] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      other = Math.imul(other ^ code, 1597334677);
    }
    return (4294967296 * (2097151 & (other ^ (other >>> 15))) + ((one ^ (one >>> 13)) >>> 0))
      .toString(36);
  };
  const blank = text => !text.trim();
  const attribute = ({name, value}) =>
    `${name}=${EMPTY_OR_NOT.has(name) ? !blank(value) : value.replace(VARYING, '')}`;
  const named = ids => (ids ?? '').split(/\s+/).filter(Boolean)
    .map(id => !blank(document.getElementById(id)?.textContent ?? ''));
  const hasText = e => [...e.childNodes].some(one => one.nodeType === 3 && !blank(one.data));
  const built = new Set();
  const dressed = [];
  const known = new Set();
  window.inspected = [];

  // as a stylesheet tells elements apart
  const said = e => [e.tagName, e.className.baseVal ?? e.className, e.type, e.disabled, e.hidden,
    e.getAttribute('aria-current'), e.getAttribute('aria-invalid'),
    ...Object.entries(e.dataset).filter(([name]) => /^(variant|color|size)/.test(name))].join(' ');
  const CLEAR = 'rgba(0, 0, 0, 0)';
  const dress = (e, css, behind) => hash([said(e.parentElement), said(e), css.color, css.fontSize,
    css.fontWeight, css.textShadow, css.position, css.float, behind].join('|'));
  // what an element adds to what its text is seen against
  const layer = (e, css) => css.backgroundColor === CLEAR && css.backgroundImage === 'none'
    && css.opacity === '1' && css.filter === 'none' && !e.dataset.color ? ''
    : `${said(e)} ${css.backgroundColor} ${css.backgroundImage} ${css.opacity} ${css.filter};`;

  const walk = (e, above, beneath) => {
    const own = `${e.tagName} ${[...e.attributes].map(attribute).join(' ')}`;
    const css = getComputedStyle(e);
    const text = hasText(e);
    const seen = e.checkVisibility({visibilityProperty: true});
    const scrolls = (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(css.overflowX))
      || (e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(css.overflowY));
    const chain = hash(`${above}>${own} ${text} ${css.display} ${css.visibility}`);
    if (css.display === 'none') {
      built.add(hash(`${chain} hidden ${!blank(e.textContent)}`));
      return chain;
    }
    const behind = beneath + layer(e, css);
    const children = new Set();
    for (const one of e.children) children.add(walk(one, chain, behind));
    // a table is one thing: a cell's meaning hangs on its whole row and column
    const within = e.tagName === 'TABLE' ? [...e.querySelectorAll('*')].map(one => one.tagName
      + (one.getAttribute('scope') ?? '') + blank(one.textContent)) : [];
    built.add(hash([chain, ...children, [...new Set(within)], scrolls, !blank(e.textContent),
      e.labels?.length > 0 && [...e.labels].every(one => !blank(one.textContent)),
      named(e.getAttribute('aria-labelledby')), named(e.getAttribute('aria-describedby')),
      seen, e.disabled, e.isContentEditable].join('|')));
    // what is not seen now may be elsewhere
    if (seen && (text || e.matches('input, select, textarea'))) {
      const worn = dress(e, css, behind);
      if (!known.has(worn)) {
        known.add(worn);
        dressed.push(worn);
        window.inspected.push(e);
      }
    }
    return chain;
  };
  walk(document.body, document.documentElement.className, '');

  const all = query => [...document.querySelectorAll(query)];
  const ids = all('[id]').map(one => one.id);
  const keys = all('[accesskey]').map(one => one.accessKey);
  const levels = all('h1, h2, h3, h4, h5, h6, [role=heading]')
    .map(one => one.getAttribute('aria-level') ?? one.tagName);
  const parts = 'main, nav, header, footer, aside, section, form, [role]';
  built.add(hash([
    document.documentElement.lang, blank(document.title),
    ...all('head meta').map(one => [...one.attributes].map(attribute).join(' ')),
    levels.filter((level, at) => level !== levels[at - 1]),
    all(parts).map(one => `${one.tagName} ${one.getAttribute('role')} ${one.ariaLabel}`
      + named(one.getAttribute('aria-labelledby'))),
    ids.length - new Set(ids).size, keys.length - new Set(keys).size,
    all('a[href^="#"]').map(one => !!document.getElementById(one.hash.slice(1))).every(Boolean),
  ].join('|').replace(VARYING, '')));
  return [[...built], dressed];
}
