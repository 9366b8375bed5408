package dev.carrack.core.car;

/** What may stand behind the last section of a CAR. */
public enum Padding {
  /** Nothing: a section of length zero is an error, as go-car has it by default. */
  REFUSE,
  /**
   * Zeros and nothing but zeros, to the end: a CAR inside a padded Filecoin piece. The first other
   * byte is an error that names its offset, so nothing is passed over in silence.
   */
  ZEROS
}
