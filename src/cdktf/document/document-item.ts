/** A value as a document says it. */
export type DocumentValue =
  | null
  | boolean
  | number
  | string
  | readonly DocumentValue[]
  | ReadonlyMap<string, DocumentValue>
  | VariableReference
  | TypeExpression;

/** `var.name`: a value that Terraform gives. */
export interface VariableReference {
  readonly kind: "variable";
  readonly name: string;
}

/** The type of a variable, such as `list(string)`. */
export interface TypeExpression {
  readonly kind: "type";
  readonly text: string;
}

/** What a document consists of. `O` is whatever an item comes from. */
export type DocumentItem<O> = Attribute | Block<O> | Part<O>;

export interface Attribute {
  readonly kind: "attribute";
  readonly name: string;
  readonly value: DocumentValue;
}

export interface Block<O> {
  readonly kind: "block";
  readonly type: string;
  readonly label: string | undefined;
  readonly items: readonly DocumentItem<O>[];
}

/** Items that come from one place. */
export interface Part<O> {
  readonly kind: "part";
  readonly origin: O;
  readonly items: readonly DocumentItem<O>[];
}
