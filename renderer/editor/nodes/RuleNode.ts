import {
  $applyNodeReplacement,
  DecoratorNode,
  type DOMConversionMap,
  type LexicalNode,
  type SerializedLexicalNode,
} from 'lexical';

/** A line across the page. (Lexical's own rule comes with its extension system, which we don't use.) */
export class RuleNode extends DecoratorNode<null> {
  static override getType(): string {
    return 'rule';
  }

  static override clone(node: RuleNode): RuleNode {
    return new RuleNode(node.__key);
  }

  static override importJSON(json: SerializedLexicalNode): RuleNode {
    return $createRuleNode().updateFromJSON(json);
  }

  static override importDOM(): DOMConversionMap {
    return { hr: () => ({ conversion: () => ({ node: $createRuleNode() }), priority: 0 }) };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('hr');
    element.className = 'cp-editor-rule';
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }

  override decorate(): null {
    return null;
  }

  override isInline(): boolean {
    return false;
  }

  override getTextContent(): string {
    return '\n';
  }
}

export function $createRuleNode(): RuleNode {
  return $applyNodeReplacement(new RuleNode());
}

export function $isRuleNode(node: LexicalNode | null | undefined): node is RuleNode {
  return node instanceof RuleNode;
}
