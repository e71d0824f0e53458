import './ProgressBar.css';

/** How far something is; `total` null while that is unknown. `label` names what runs. */
export function ProgressBar(props: {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}) {
  const { label, done, total } = props;
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <div
      className="cp-progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <div
        className={share === null ? 'cp-progress-unknown' : 'cp-progress-fill'}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
