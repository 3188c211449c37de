/**
 * Something wrong with what the demo was given: flags or a file. The message is all a person needs to mend the input.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
