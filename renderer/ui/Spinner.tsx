import './Spinner.css';

/** A small sign that something is going on; give it a `label` where no words beside it say so. */
export function Spinner({ label }: { readonly label?: string }) {
  return label === undefined ? (
    <span className="cp-spinner" aria-hidden />
  ) : (
    <span className="cp-spinner" role="status" aria-label={label} />
  );
}
