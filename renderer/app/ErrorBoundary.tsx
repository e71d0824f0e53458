import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { WarningIcon } from '../ui/icons.ts';
import { failureMessage } from '../client/failure-message.ts';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a screen that breaks from taking the rest of the app with it. Give it a `key` per screen. */
export class ErrorBoundary extends Component<Props, { readonly failure: unknown }> {
  override readonly state: { readonly failure: unknown } = { failure: null };

  static getDerivedStateFromError(failure: unknown) {
    return { failure };
  }

  override render() {
    if (this.state.failure === null) return this.props.children;
    return (
      <div role="alert">
        <EmptyState
          isScreen
          icon={WarningIcon}
          title="This screen broke"
          actions={
            <>
              <Button variant="primary" onClick={() => this.setState({ failure: null })}>
                Try again
              </Button>
              <Button onClick={() => window.location.reload()}>Reload Commonplace</Button>
            </>
          }
        >
          <p>{failureMessage(this.state.failure)}</p>
          <p>Saved pages and drafts are not touched by this.</p>
        </EmptyState>
      </div>
    );
  }
}
