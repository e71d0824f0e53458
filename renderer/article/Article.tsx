import './prose.css';
import './Article.css';
import './ArticleBlocks.css';
import './callout.css';
import type { Root } from 'hast';
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import {
  type ComponentProps,
  isValidElement,
  memo,
  type ReactNode,
  Suspense,
  useRef,
  useState,
} from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { hashOf } from '../app/routes.ts';
import { CheckIcon, CopyIcon, EditIcon, LinkIcon } from '../ui/icons.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import { useArticle } from './article-context.ts';
import { ArticleLink } from './ArticleLink.tsx';
import { ArticlePicture } from './ArticlePicture.tsx';
import { EmbedRoom, type PageLink } from './embed-context.ts';
import { EmbeddedPage } from './EmbeddedPage.tsx';
import { ArticleFormula } from './formula/ArticleFormula.tsx';

// A diagram's library is large, and few pages have one.
const Diagram = lazyPart(
  async () => (await import('./diagram/Diagram.tsx')).Diagram,
  ({ children }: { readonly text: string; readonly children: ReactNode }) => children,
);

type Level = 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6';

function heading(Tag: Level) {
  return function Heading({ children, id, className, dir }: ComponentProps<'h2'>) {
    const { wiki, path, scrollTo, editHref } = useArticle();
    if (id === undefined || className !== undefined)
      return <Tag className={`cp-heading ${className ?? ''}`.trim()}>{children}</Tag>;
    const anchor = id.replace(/^.*?user-content-/, '');
    return (
      <Tag id={id} className="cp-heading" dir={dir} tabIndex={-1}>
        {children}
        <a
          className="cp-heading-link"
          href={hashOf({ kind: 'page', wiki, path, anchor })}
          aria-label="Link to this section"
          onClick={() => scrollTo(id)}
        >
          <LinkIcon aria-hidden size={15} />
        </a>
        {editHref !== null && (
          <a
            className="cp-heading-link"
            href={editHref(anchor)}
            aria-label="Edit this section"
            title="Edit this section (Shift+E)"
          >
            <EditIcon aria-hidden size={15} />
          </a>
        )}
      </Tag>
    );
  };
}

function Code(props: ComponentProps<'code'>) {
  const { children, className } = props;
  if (!('data-formula' in props) || typeof children !== 'string')
    return <code className={className}>{children}</code>;
  const isLarge = 'data-large' in props;
  return <ArticleFormula key={children} tex={children} isLarge={isLarge} />;
}

/** The text of a fence that is a diagram. */
function diagramIn(code: ReactNode): string | null {
  if (!isValidElement<ComponentProps<'code'>>(code)) return null;
  const { className, children } = code.props;
  return className === 'language-mermaid' && typeof children === 'string' ? children : null;
}

function Pre({ children }: ComponentProps<'pre'>) {
  const diagram = diagramIn(children);
  if (diagram === null) return <CodeBlock>{children}</CodeBlock>;
  const source = <CodeBlock>{children}</CodeBlock>;
  return (
    <Suspense fallback={source}>
      <Diagram text={diagram}>{source}</Diagram>
    </Suspense>
  );
}

function CodeBlock({ children }: ComponentProps<'pre'>) {
  const pre = useRef<HTMLPreElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(pre.current?.textContent.replace(/\n$/, '') ?? '');
    setIsCopied(true);
  };
  return (
    <div className="cp-code">
      <pre ref={pre} tabIndex={0}>
        {children}
      </pre>
      <button
        type="button"
        className="cp-code-copy"
        aria-label={isCopied ? 'Copied' : 'Copy this code'}
        onBlur={() => setIsCopied(false)}
        onClick={() => void copy().catch(() => undefined)}
      >
        {isCopied ? <CheckIcon aria-hidden size={15} /> : <CopyIcon aria-hidden size={15} />}
      </button>
    </div>
  );
}

function WideTable({ children, dir }: ComponentProps<'table'>) {
  return (
    <div className="cp-table" role="region" aria-label="Table" dir={dir} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

function TaskBox({ checked }: ComponentProps<'input'>) {
  return (
    <input
      type="checkbox"
      disabled
      checked={checked === true}
      readOnly
      aria-label={checked === true ? 'Done' : 'To do'}
    />
  );
}

function Division(props: ComponentProps<'div'> & { readonly 'data-embed'?: string }) {
  if (props['data-embed'] !== 'block') return <div {...props} />;
  return (
    <EmbedRoom value={showPage}>
      <div className="cp-embed-place">{props.children}</div>
    </EmbedRoom>
  );
}

const components = {
  a: ArticleLink,
  div: Division,
  img: ArticlePicture,
  pre: Pre,
  code: Code,
  table: WideTable,
  input: TaskBox,
  h1: heading('h1'),
  h2: heading('h2'),
  h3: heading('h3'),
  h4: heading('h4'),
  h5: heading('h5'),
  h6: heading('h6'),
};

/** A rendered page as React elements; nothing in it is set as HTML. */
export const Article = memo(function Article({ tree }: { readonly tree: Root }) {
  // The library names its result by React's old global namespace.
  const element: unknown = toJsxRuntime(tree, { Fragment, jsx, jsxs, components });
  return isValidElement(element) ? element : null;
});

const renderTree = (tree: Root) => <Article tree={tree} />;

/** Another page, shown in place. */
export const showPage = (link: PageLink) => <EmbeddedPage link={link} renderTree={renderTree} />;
