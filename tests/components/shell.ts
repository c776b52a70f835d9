import { vi } from 'vitest';
import { defineComponent, h, ref, resolveComponent, type Component } from 'vue';

/** A part of the shell that shows what it is given: its slots, and a button or input where it would have one. */
function slotted(name: string, tag = 'div'): Component {
  return defineComponent({ name, inheritAttrs: false, setup: (_, { slots }) => () => h(tag, { 'data-shell': name }, [slots.default?.()]) });
}

const LabeledInput = defineComponent({
  name:         'LabeledInput',
  inheritAttrs: false,
  props:        ['value', 'label', 'disabled', 'type', 'status'],
  emits:        ['update:value', 'blur'],
  setup:        (props: { value: string; label: string; disabled: boolean | undefined; type: string | undefined }, { attrs, emit }) => () => h('input', {
    ...attrs,
    value:        props.value,
    disabled:     props.disabled,
    type:         props.type ?? 'text',
    'aria-label': props.label,
    onInput:      (event: Event) => { emit('update:value', (event.target as HTMLInputElement).value); },
    onBlur:       () => { emit('blur'); },
  }),
});

const LabeledSelect = defineComponent({
  name:  'LabeledSelect',
  props: ['value', 'label', 'disabled', 'options'],
  emits: ['update:value', 'on-blur'],
  setup: (props: { value: string; disabled: boolean | undefined; options: readonly { value: string; label: string }[] }) => () => h('div', {
    role: 'combobox', tabindex: '0', 'aria-disabled': String(props.disabled ?? false), 'data-value': props.value, 'data-options': props.options.map(({ label }) => label).join('|'),
  }),
});

/** The table without its table: one element per row and column, with what the column's cell slot shows. */
function table(name: string): Component {
  return defineComponent({
    name,
    props: ['rows', 'headers', 'loading', 'schema'],
    setup: (props: { rows: readonly object[]; headers: readonly { name: string; value?: unknown }[] }, { slots }) => () => h('table', props.rows.map((row) => (
      h('tr', props.headers.map((header) => h('td', { 'data-column': header.name }, slots[`cell:${ header.name }`]?.({ row }))))
    ))),
  });
}

/** The shell's button that waits for what it started; it shows what became of it. */
const AsyncButton = defineComponent({
  name:  'AsyncButton',
  props: ['mode', 'actionLabel'],
  emits: ['click'],
  setup: (props: { mode: string | undefined; actionLabel: string | undefined }, { emit }) => {
    const outcome = ref<boolean>();

    return () => h('button', {
      type: 'button', 'data-outcome': outcome.value, onClick: () => { emit('click', (ok: boolean) => { outcome.value = ok; }); },
    }, props.actionLabel ?? props.mode);
  },
});

/** The shell's components name their parts in their templates, so that a copy can have others. */
const CruResource = defineComponent({
  name:       'CruResource',
  components: { AsyncButton },
  props:      ['resource', 'mode', 'errors', 'doneRoute'],
  emits:      ['finish', 'error'],
  setup:      (props: { errors: readonly string[] }, { emit, slots, expose }) => {
    const clickSave = (done: (ok: boolean) => void) => { emit('finish', done); };

    expose({ clickSave });

    return () => h('form', [
      h('ul', { id: 'cru-errors' }, props.errors.map((text) => h('li', { tabindex: '0' }, text))),
      slots.default?.(),
      h(resolveComponent('AsyncButton'), { 'data-testid': 'save', onClick: clickSave }),
    ]);
  },
});

const Footer = defineComponent({
  name:       'Footer',
  components: { AsyncButton },
  props:      ['mode'],
  emits:      ['save', 'done'],
  setup:      (_, { emit }) => () => h(resolveComponent('AsyncButton'), { 'data-testid': 'save', onClick: (done: (ok: boolean) => void) => { emit('save', done); } }),
});

/** As much of a resource as the YAML editor saves. */
interface YamlResource {
  saveYaml(text: string, initial: string): Promise<void>;
}

const ResourceYaml = defineComponent({
  name:       'ResourceYaml',
  components: { Footer },
  props:      { value: { type: Object, required: true }, mode: { type: String, required: true }, yaml: { type: String, required: true } },
  emits:      ['error'],
  data:       ({ yaml }) => ({ initialYaml: yaml, currentYaml: yaml, errors: null as readonly unknown[] | null }),
  methods:    {
    updateValue(text: string) {
      this.currentYaml = text;
    },
    refresh: () => undefined,
    done:    () => { void router.replace(); },
    async save(done: (ok: boolean) => void) {
      try {
        await (this.value as YamlResource).saveYaml(this.currentYaml, this.initialYaml);
        done(true);
        this.done();
      } catch (error) {
        this.errors = [error];
        done(false);
        this.$emit('error', ['the shell\'s own words']);
      }
    },
  },
  render() {
    return h('div', { 'data-shell': 'ResourceYaml' }, [
      h('textarea', { value: this.currentYaml, onInput: (event: Event) => { this.currentYaml = (event.target as HTMLTextAreaElement).value; } }),
      this.$slots.yamlFooter?.() ?? h(resolveComponent('Footer'), { mode: this.mode, onSave: (done: (ok: boolean) => void) => { void this.save(done); } }),
    ]);
  },
});

const Tabbed = defineComponent({
  name:  'Tabbed',
  setup: (_, { slots, expose }) => {
    const select = vi.fn();

    expose({ select });

    return () => h('div', slots.default?.());
  },
});

const Tab = defineComponent({
  name:  'Tab',
  props: ['name', 'label', 'weight', 'error', 'count'],
  setup: (props: { name: string; label: string; error: boolean | undefined }, { slots }) => () => h('section', { 'data-tab': props.name, 'data-error': String(props.error ?? false), 'aria-label': props.label }, slots.default?.()),
});

const Banner = defineComponent({
  name:  'Banner',
  props: ['color', 'label', 'closable'],
  setup: (props: { color: string; label: string }) => () => h('div', { role: 'region', class: `banner ${ props.color }` }, props.label),
});

const BadgeState = defineComponent({ name: 'BadgeState', props: ['color', 'label'], setup: (props: { label: string }) => () => h('span', props.label) });

vi.mock('@shell/components/ResourceTable', () => ({ default: table('ResourceTable') }));
vi.mock('@shell/components/SortableTable', () => ({ default: table('SortableTable') }));
vi.mock('@shell/components/Loading', () => ({ default: slotted('Loading') }));
vi.mock('@shell/components/CruResource', () => ({ default: CruResource }));
vi.mock('@shell/components/AsyncButton', () => ({ default: AsyncButton }));
vi.mock('@shell/components/form/Footer', () => ({ default: Footer }));
vi.mock('@shell/components/ResourceYaml', () => ({ default: ResourceYaml }));
vi.mock('@shell/components/Tabbed', () => ({ default: Tabbed }));
vi.mock('@shell/components/Tabbed/Tab', () => ({ default: Tab }));
vi.mock('@shell/components/form/ResourceTabs', () => ({ default: slotted('ResourceTabs') }));
vi.mock('@shell/components/form/Conditions', () => ({ default: slotted('Conditions') }));
vi.mock('@shell/components/form/NameNsDescription', () => ({ default: slotted('NameNsDescription') }));
vi.mock('@shell/components/form/LabeledSelect', () => ({ default: LabeledSelect }));
vi.mock('@components/Form/LabeledInput', () => ({ LabeledInput }));
vi.mock('@components/Form/Checkbox', () => ({ Checkbox: slotted('Checkbox') }));
vi.mock('@components/Banner', () => ({ Banner }));
vi.mock('@components/BadgeState', () => ({ BadgeState }));
vi.mock('@shell/composables/useI18n', () => ({ useI18n: () => ({ t: (key: string, args?: object) => args ? `${ key } ${ JSON.stringify(args) }` : key }) }));

/** Where the dashboard went. */
export const router = { replace: vi.fn(() => Promise.resolve()) };

vi.mock('vue-router', () => ({ useRouter: () => router }));

/** What a page stands in: the dashboard's store, with these lists of resources, and its global components. */
export function dashboard({ lists = {}, unserved = [], failing = {}, socket }: {
  lists?: Readonly<Record<string, readonly object[]>>; unserved?: readonly string[]; failing?: Readonly<Record<string, string>>; socket?: object;
}) {
  const loaded = vi.fn((_action: string, { type }: { type: string }) => failing[type] === undefined ? Promise.resolve() : Promise.reject(new Error(failing[type])));
  const schemaFor = (type: string) => unserved.includes(type) ? null : { id: type, attributes: { namespaced: false } };

  return {
    loaded,
    global: {
      provide: {
        store: {
          state:    { harvester: { socket } },
          dispatch: loaded,
          getters:  {
            'harvester/schemaFor': schemaFor,
            'harvester/haveAll':   (type: string) => type in lists,
            'harvester/all':       (type: string) => lists[type] ?? [],
            'harvester/count':     ({ name }: { name: string }) => lists[name]?.length,
            'type-map/labelFor':   ({ id }: { id: string }) => id,
          },
        },
      },
      directives: { 'clean-tooltip': {} },
      stubs:      { RouterLink: { props: ['to'], template: '<a :href="JSON.stringify(to)"><slot /></a>' } },
    },
  };
}
