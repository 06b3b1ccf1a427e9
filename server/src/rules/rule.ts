export interface Rule { readonly code: string }
