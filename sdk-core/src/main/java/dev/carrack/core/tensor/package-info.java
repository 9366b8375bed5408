/**
 * What model files say about themselves: the names, types, shapes and byte ranges of their tensors,
 * read from the header alone.
 *
 * <p>{@link dev.carrack.core.tensor.TensorHeader#read} tells the format by its content; {@link
 * dev.carrack.core.tensor.ShardIndex} and {@link dev.carrack.core.tensor.ShardName} hold a model
 * together that lies in several files; {@link dev.carrack.core.tensor.ZipDirectory} lists a zip
 * container without opening what is in it. Nothing here runs a pickle or loads a weight.
 *
 * <pre>{@code
 * try (SeekableByteChannel file = Files.newByteChannel(path)) {
 *   TensorHeader header = TensorHeader.read(file, "model.safetensors").orElseThrow();
 *   for (Tensor tensor : header.tensors()) {
 *     System.out.println(tensor.name() + " " + tensor.dtype() + " " + tensor.shape());
 *   }
 * }
 * }</pre>
 *
 * <p>Headers come from strangers: counts, lengths and nesting are bounded before anything is
 * allocated, and tensors that overlap, leave the file or overflow are errors.
 */
@org.jspecify.annotations.NullMarked
package dev.carrack.core.tensor;
