package dev.carrack.storage;

import dev.carrack.core.unixfs.Profile;
import java.util.Optional;

/**
 * How content becomes blocks.
 *
 * @param profile of the blocks that are stored
 * @param canonical another profile under which the content is to be named as well
 */
record Layout(Profile profile, Optional<Profile> canonical) {

  static final Layout DEFAULT = new Layout(Profile.UNIXFS_V1_2025, Optional.empty());
}
