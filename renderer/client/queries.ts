import {
  keepPreviousData,
  QueryClient,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, use } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import type { Api } from './api.ts';

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = use(ApiContext);
  if (api === null) throw new AppError('INTERNAL', 'useApi needs an ApiProvider above it.');
  return api;
}

/** No event tells when these change: each screen that shows them asks anew. */
const untold: readonly MethodName[] = ['folder.list', 'wiki.holders'];

/** Answers stay fresh until an event makes them old, so nothing is asked twice without a reason. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The core is on this machine: being offline has no say in whether it answers.
        networkMode: 'always',
        retry: (count, error) => error instanceof AppError && error.code === 'NETWORK' && count < 3,
      },
    },
  });
  for (const method of untold) client.setQueryDefaults([method], { staleTime: 0 });
  return client;
}

/**
 * The answer of a method, kept up to date: it is asked again when the core announces something that
 * makes it old (see `refresh.ts`).
 *
 * @param options.keepPrevious shows the answer to the last input while the next one is under way
 */
export function useCore<M extends MethodName>(
  method: M,
  input: Input<M>,
  options: { readonly enabled?: boolean; readonly keepPrevious?: boolean } = {},
): UseQueryResult<Output<M>, AppError> {
  const api = useApi();
  return useQuery<Output<M>, AppError>({
    queryKey: [method, input],
    queryFn: () => api.request(method, input),
    enabled: options.enabled ?? true,
    // Comparing 41,000 entries deeply on each answer costs more than rendering them anew.
    structuralSharing: method !== 'page.list',
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Makes the answers of a method old at once, where no event tells of the change. */
export function useRefresh(): (method: MethodName) => void {
  const client = useQueryClient();
  return (method) => void client.invalidateQueries({ queryKey: [method] });
}
