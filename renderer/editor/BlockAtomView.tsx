export function BlockAtomView(props: { readonly nodeKey: string; readonly source: string }) {
  return <pre>{props.source}</pre>;
}
