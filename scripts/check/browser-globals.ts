/** An element that takes everything and shows nothing: what libraries make when they are imported. */
function element(): object {
  return {
    style: {}, dataset: {}, classList: { add() {}, remove() {}, contains: () => false, toggle() {} }, childNodes: [], children: [], content: {},
    setAttribute() {}, removeAttribute() {}, getAttribute: () => null, hasAttribute: () => false,
    appendChild: (child: unknown) => child, insertBefore: (child: unknown) => child, removeChild: (child: unknown) => child, remove() {},
    addEventListener() {}, removeEventListener() {}, dispatchEvent: () => true,
    querySelector: () => null, querySelectorAll: () => [], getElementsByTagName: () => [], getContext: () => null, cloneNode: element, focus() {}, blur() {}, click() {},
    getBoundingClientRect: () => ({ top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0 }),
  };
}

function storage(): object {
  const values = new Map<string, string>();

  return {
    getItem:    (key: string) => values.get(key) ?? null,
    setItem:    (key: string, value: string) => { values.set(key, value); },
    removeItem: (key: string) => { values.delete(key); },
    clear:      () => { values.clear(); },
  };
}

/** What libraries extend and compare with; nothing here is an instance of it. */
class Node {
  readonly nodeType = 0;
}

class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): readonly never[] { return []; }
}

const NODES = ['Element', 'HTMLElement', 'SVGElement', 'HTMLInputElement', 'HTMLCanvasElement', 'ShadowRoot', 'DocumentFragment'];

/**
 * The browser's globals as far as modules ask for them while they are imported, and models for the page's address. It is no browser:
 * nothing is drawn.
 */
export function installBrowserGlobals(): void {
  const location = new URL('https://harvester.local/dashboard/harvester/c/local');
  const route = { name: '', params: {}, query: {}, meta: {}, path: '/', fullPath: '/' };
  const router = { push: () => Promise.resolve(), replace: () => Promise.resolve(), resolve: () => ({ href: '/', route }), options: { routes: [] }, currentRoute: { value: route } };
  const document = {
    ...element(), documentElement: element(), head: element(), body: element(), cookie: '', readyState: 'complete', title: '', location, hidden: false,
    createElement: element, createElementNS: element, createTextNode: element, createComment: element, createDocumentFragment: element,
    createRange: () => ({ setStart() {}, setEnd() {}, commonAncestorContainer: element(), getBoundingClientRect: () => ({}), getClientRects: () => [] }),
    getElementById: () => null,
  };
  const globals: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(NODES.map((name) => [name, class extends Node {}])), Node,
    self: globalThis, window: globalThis, document, location, navigator: { userAgent: 'harvester-models', platform: '', language: 'en', languages: ['en'], clipboard: {} },
    localStorage: storage(), sessionStorage: storage(), history: { pushState() {}, replaceState() {}, state: {} },
    MutationObserver: Observer, ResizeObserver: Observer, IntersectionObserver: Observer,
    matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }),
    requestAnimationFrame: (run: () => void) => setTimeout(run, 0), cancelAnimationFrame: clearTimeout, getComputedStyle: () => ({ getPropertyValue: () => '' }),
    addEventListener() {}, removeEventListener() {}, scrollTo() {}, open: () => null, innerWidth: 1280, innerHeight: 800, devicePixelRatio: 1,
    __shell_requireAsset: (asset: string) => asset, __shell_requireJson: () => ({}),
    $globalApp: { $route: route, $router: router, $store: undefined },
  };

  for (const [name, value] of Object.entries(globals)) {
    if (!(name in globalThis)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  }
}
