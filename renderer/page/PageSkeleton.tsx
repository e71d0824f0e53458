/** Grey lines where text will be; they appear late, so that a quick page shows none. */
export function PageSkeleton() {
  return (
    <div className="cp-skeleton" role="status" aria-label="Loading the page">
      {['92%', '100%', '84%', '96%', '58%'].map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  );
}
