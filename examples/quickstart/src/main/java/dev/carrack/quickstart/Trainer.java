package dev.carrack.quickstart;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import dev.carrack.core.ipld.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Trains multinomial logistic regression with Tribuo on standardised features. One seed decides
 * everything, so the model after epoch n of a long run equals that of a run stopped there: that is
 * how checkpoints are made without a hook into the trainer.
 */
final class Trainer {

  /**
   * A model at some epoch.
   *
   * @param epoch passes over the data so far
   * @param accuracy share of the held-back rows predicted right
   * @param model serialised by Tribuo (protobuf), wrapped as it cannot be a record's array
   */
  record Snapshot(int epoch, double accuracy, ByteArrayOutputStream model) {}

  private final TrainingPlan plan;
  private String label;

  Trainer(TrainingPlan plan) {
    this.plan = plan;
    this.label = plan.label();
  }

  /** The checkpoints in order and, last, the final model. */
  List<Snapshot> train(InputStream csv) throws IOException {
    Table table = Table.read(csv, plan.label());
    label = table.label();
    List<MutableDataset<Label>> parts = table.split(plan.testShare(), plan.seed());
    List<Snapshot> out = new ArrayList<>();
    for (int epoch : plan.checkpoints()) {
      out.add(snapshot(epoch, parts));
    }
    out.add(snapshot(plan.epochs(), parts));
    return out;
  }

  private Snapshot snapshot(int epochs, List<MutableDataset<Label>> parts) throws IOException {
    Model<Label> model = trainer(epochs).train(parts.get(0));
    double accuracy = new LabelEvaluator().evaluate(model, parts.get(1)).accuracy();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    model.serializeToStream(bytes);
    return new Snapshot(epochs, accuracy, bytes);
  }

  private TransformTrainer<Label> trainer(int epochs) {
    return new TransformTrainer<>(
        linear(epochs), new TransformationMap(List.of(new MeanStdDevTransformation())));
  }

  private LinearSGDTrainer linear(int epochs) {
    return new LinearSGDTrainer(
        new LogMulticlass(),
        new AdaGrad(plan.learningRate()),
        epochs,
        Integer.MAX_VALUE,
        plan.batch(),
        plan.seed());
  }

  /** The whole configuration, after training: the plan and what the trainer says of itself. */
  Node configuration() {
    Map<String, String> trainer = new TreeMap<>();
    for (Map.Entry<String, Provenance> entry :
        linear(plan.epochs()).getProvenance().getConfiguredParameters().entrySet()) {
      trainer.put(entry.getKey(), entry.getValue().toString());
    }
    Node.MapBuilder parameters = Node.map();
    trainer.forEach(parameters::put);
    return Node.map()
        .put("algorithm", "multinomial logistic regression, AdaGrad, standardised features")
        .put("label", label)
        .put("epochs", plan.epochs())
        .put("learningRate", Double.toString(plan.learningRate()))
        .put("batch", plan.batch())
        .put("testShare", Double.toString(plan.testShare()))
        .put("seed", plan.seed())
        .put("trainer", parameters.build())
        .build();
  }
}
