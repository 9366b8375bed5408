package dev.carrack.core.pack;

import java.io.FileOutputStream;
import java.nio.file.Path;

/**
 * Does the workload and dies at one counted operation: every second one before it, the others in
 * the midst of it where it is a write. Notes each acknowledged step in a file before it goes on.
 */
final class CrashChild {

  static final int KILLED = 42;

  private CrashChild() {}

  /** Arguments: the store's directory, the file for notes, the operation to die at. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int fatal = Integer.parseInt(args[2]);
    int[] count = {0};
    HookedDisk.Hook hook =
        new HookedDisk.Hook() {
          @Override
          public int before(String operation, Path path, int bytes) {
            if (count[0]++ == fatal) {
              if (operation.equals("write") && fatal % 2 == 1) {
                return bytes / 2;
              }
              Runtime.getRuntime().halt(KILLED);
            }
            return bytes;
          }

          @Override
          public void cut() {
            Runtime.getRuntime().halt(KILLED);
          }
        };
    try (FileOutputStream notes = new FileOutputStream(args[1]);
        Workload work =
            new Workload(new HookedDisk(new FileDisk(), hook), new FileDisk(), directory)) {
      for (int i = 0; i < Workload.STEPS; i++) {
        work.step(i);
        notes.write('.');
      }
    }
    System.out.println("operations " + count[0]);
  }
}
