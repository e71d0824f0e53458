const contextLines = 2;

/** The joined text around the sections, its ends only: enough to know where one is. */
export function Between({ text }: { readonly text: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  if (lines.length <= 2 * contextLines + 1)
    return <pre className="cp-between">{lines.join('\n')}</pre>;
  return (
    <details className="cp-between">
      <summary>
        <pre>
          {[...lines.slice(0, contextLines), '…', ...lines.slice(-contextLines)].join('\n')}
        </pre>
        <span className="cp-between-less">Show less</span>
      </summary>
      <pre>{text.trim()}</pre>
    </details>
  );
}
