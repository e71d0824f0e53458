import { Spinner } from '../ui/Spinner.tsx';

export function Loading() {
  return (
    <div className="cp-loading">
      <Spinner label="Loading" />
    </div>
  );
}
