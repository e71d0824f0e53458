import { ApiProvider } from '../client/ApiProvider.tsx';
import type { Api } from '../client/api.ts';
import { AuthorProvider } from '../client/AuthorDialog.tsx';
import type { Transport } from '../client/transport.ts';
import { QuestionDialog } from '../sync/QuestionDialog.tsx';
import { Announcer } from '../ui/Announcer.tsx';
import { Toaster } from '../ui/Toast.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import './App.css';
import { ConnectionBar, useConnection } from './ConnectionBar.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Rooms } from './Rooms.tsx';
import { SignedOutScreen } from './SignedOutScreen.tsx';
import { UpdatedBar } from './UpdatedBar.tsx';

/** The whole interface over one transport. */
export function App({ api, transport }: { readonly api: Api; readonly transport: Transport }) {
  const connection = useConnection(transport);
  if (connection.kind === 'signedOut') return <SignedOutScreen message={connection.message} />;
  return (
    <ApiProvider api={api}>
      <TooltipProvider>
        <AuthorProvider>
          <div className="cp-app">
            <ConnectionBar transport={transport} />
            <UpdatedBar transport={transport} />
            <ErrorBoundary>
              <Rooms />
            </ErrorBoundary>
          </div>
        </AuthorProvider>
        <QuestionDialog />
        <Toaster />
        <Announcer />
      </TooltipProvider>
    </ApiProvider>
  );
}
