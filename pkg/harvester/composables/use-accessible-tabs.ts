import { onBeforeUnmount, watch, type Ref } from 'vue';

/** The shell's tabs sit in list items that hide from assistive technology that the tabs belong to their list: this takes the items out of the way. */
export function useAccessibleTabs(root: Readonly<Ref<HTMLElement | null>>): void {
  const observer = new MutationObserver(() => { repair(root.value); });

  watch(root, (element) => {
    observer.disconnect();

    if (element) {
      observer.observe(element, { childList: true, subtree: true });
      repair(element);
    }
  }, { flush: 'post' });

  onBeforeUnmount(() => { observer.disconnect(); });
}

function repair(root: HTMLElement | null): void {
  root?.querySelectorAll('[role="tablist"] > li:not([role])').forEach((item) => { item.setAttribute('role', 'presentation'); });
}
