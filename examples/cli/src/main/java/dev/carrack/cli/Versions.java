package dev.carrack.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: ours, from the jar, and the JVM's. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String own = Versions.class.getPackage().getImplementationVersion();
    return new String[] {
      "carrack " + (own == null ? "(not run from its jar)" : own),
      "java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
