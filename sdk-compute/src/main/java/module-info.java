/** Offers, the planner, and functions that run beside the data. */
module dev.carrack.compute {
  requires com.dylibso.chicory.compiler;
  requires com.dylibso.chicory.runtime;
  requires com.dylibso.chicory.wasm;
  requires okhttp3;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires transitive dev.carrack.storage;

  exports dev.carrack.compute;
  exports dev.carrack.compute.http;
  exports dev.carrack.compute.near;
  exports dev.carrack.compute.node;
  exports dev.carrack.compute.wasm;
}
