/** A config that cannot be deployed, in sentences for whoever wrote it. Bears the name of the contract: the loader of the files refuses the rest by it. */
export class ConfigInvalid extends Error {
  override readonly name = "ConfigInvalid";
}
