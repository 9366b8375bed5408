package dev.carrack.storage;

import dev.carrack.core.unixfs.Preserve;
import dev.carrack.core.unixfs.Profile;
import java.util.Optional;
import java.util.Set;

/**
 * How content becomes blocks.
 *
 * @param profile of the blocks that are stored
 * @param canonical another profile under which the content is to be named as well
 * @param preserved what the nodes keep beside names and content
 */
record Layout(Profile profile, Optional<Profile> canonical, Set<Preserve> preserved) {

  static final Layout DEFAULT = new Layout(Profile.UNIXFS_V1_2025, Optional.empty(), Set.of());

  Layout {
    preserved = Set.copyOf(preserved);
  }
}
