package dev.carrack.core.ipld;

/** How values of one Java type are written as nodes. */
interface Form {

  /** The node of a value, which is of the form's type. */
  Node write(Object value, Where at);

  /**
   * The value of a node.
   *
   * @throws dev.carrack.core.MalformedException naming the place
   */
  Object read(Node node, Where at);
}
