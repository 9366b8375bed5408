/**
 * Artifacts, resolving, retrieving, and a node inside the program. A program that serves blocks
 * adds Jetty, which is optional.
 */
module dev.carrack.storage {
  requires okhttp3;
  requires org.slf4j;
  requires static org.eclipse.jetty.server;
  requires static transitive org.jspecify;
  requires transitive com.fasterxml.jackson.databind;
  requires transitive dev.carrack.core;

  exports dev.carrack.storage;
  exports dev.carrack.storage.http;
  exports dev.carrack.storage.jackson;
  exports dev.carrack.storage.node;
}
