/** Bytes or JSON that are no value of the type they should have: a mistake of one of the two programs, not of a user. */
export class MalformedValue extends Error {}
