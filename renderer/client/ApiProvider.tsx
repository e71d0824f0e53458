import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { Api } from './api.ts';
import { ApiContext, createQueryClient } from './queries.ts';
import { applyEvent } from './refresh.ts';

/** Gives everything below it the core, with one cache of answers that events keep fresh. */
export function ApiProvider({
  api,
  children,
}: {
  readonly api: Api;
  readonly children: ReactNode;
}) {
  const [client] = useState(createQueryClient);
  useEffect(() => {
    const stopEvents = api.onEvent((event) => applyEvent(client, event));
    const stopReconnect = api.onReconnect(() => void client.invalidateQueries());
    return () => {
      stopEvents();
      stopReconnect();
    };
  }, [api, client]);
  return (
    <ApiContext value={api}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </ApiContext>
  );
}
