import { readFrontmatter, splitFrontmatter } from '../../shared/wiki/frontmatter.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { Notice } from '../ui/Notice.tsx';

// The title stands above already; a redirect has its notice.
const shownElsewhere = new Set(['title', 'redirect']);
const maxItems = 60;

function words(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value).slice(0, 500);
}

/** The page's frontmatter, quietly; what can't be read is shown as it is written. */
export function PropertyTable({ wiki, text }: { readonly wiki: WikiId; readonly text: string }) {
  const { values, problem } = readFrontmatter(text);
  if (problem !== null) {
    return (
      <Notice kind="warning" title={problem}>
        <pre className="cp-properties-raw">{splitFrontmatter(text).yaml.slice(0, 5000)}</pre>
      </Notice>
    );
  }
  const entries = Object.entries(values).filter(
    ([key, value]) => !shownElsewhere.has(key) && value !== null && value !== '',
  );
  if (entries.length === 0) return null;
  return (
    <details className="cp-properties">
      <summary>
        {entries.length === 1 ? 'One property' : `${entries.length} properties`}
        <span className="cp-properties-names">
          {entries
            .slice(0, 6)
            .map(([key]) => key)
            .join(' · ')}
        </span>
      </summary>
      <dl>
        {entries.slice(0, maxItems).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              {(Array.isArray(value) ? value : [value]).slice(0, maxItems).map((item, index) => (
                <Value key={index} wiki={wiki} name={key} value={words(item)} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Value(props: { readonly wiki: WikiId; readonly name: string; readonly value: string }) {
  const { wiki, name, value } = props;
  if (name !== 'tags' && name !== 'tag') return <span>{value}</span>;
  return value.split(/[\s,]+/).map((written) => {
    const tag = written.replace(/^#/, '');
    return (
      <a key={tag} className="cp-tag" href={hashOf({ kind: 'tag', wiki, tag })}>
        #{tag}
      </a>
    );
  });
}
