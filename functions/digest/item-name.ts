/** How an item is named across feeds. */
export const itemName = ({ feed, id }: { readonly feed: string; readonly id: string }): string => `${feed}/${id}`;
