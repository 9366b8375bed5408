package dev.carrack.core.provenance;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this JVM can tell about itself without being asked: never paths, users or host names. */
final class Environment {

  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/\\\\]*)\\.jar");
  private static final int MAX_LIBRARIES = 2000;

  private Environment() {}

  /**
   * Java version and vendor, operating system and architecture, and {@code library.NAME} for every
   * jar of the class path whose file name tells its version. Jars loaded in other ways are not
   * seen.
   */
  static Map<String, String> current() {
    Map<String, String> facts = new TreeMap<>();
    for (String property :
        new String[] {
          "java.version", "java.vendor", "java.vm.name", "os.name", "os.version", "os.arch"
        }) {
      facts.put(property, System.getProperty(property, "unknown"));
    }
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    addLibraries(System.getProperty("java.class.path", ""), facts);
    return facts;
  }

  static void addLibraries(String classPath, Map<String, String> facts) {
    int before = facts.size();
    for (String element : classPath.split(Pattern.quote(File.pathSeparator))) {
      Matcher jar = JAR.matcher(new File(element).getName());
      if (jar.matches() && facts.size() - before < MAX_LIBRARIES) {
        facts.put("library." + jar.group(1), jar.group(2));
      }
    }
  }
}
