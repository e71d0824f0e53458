import { ElementNode } from 'lexical';

/**
 * An element that holds blocks as the page itself does. On the screen tools of ours may stand beside
 * what it holds, which is then in an element of its own.
 */
export abstract class ContainerNode extends ElementNode {
  override getDOMSlot(element: HTMLElement) {
    const content = element.querySelector<HTMLElement>(':scope > [data-container-content]');
    return super.getDOMSlot(element).withElement(content ?? element);
  }

  override isShadowRoot(): boolean {
    return true;
  }

  override canBeEmpty(): boolean {
    return true;
  }
}

/** Where a container's blocks stand among its tools. */
export function createContainerContent(className: string): HTMLElement {
  const content = document.createElement('div');
  content.className = className;
  content.dataset['containerContent'] = '';
  return content;
}
