package dev.carrack.quickstart;

import java.util.List;

/**
 * Everything that decides what the training produces.
 *
 * @param label the column to predict, empty for the last one
 * @param epochs passes over the data
 * @param checkpoints after which epochs the model so far is kept
 * @param learningRate AdaGrad's initial rate
 * @param batch examples in a mini-batch
 * @param testShare the part of the rows held back, 0 to 1
 * @param seed of the shuffles
 */
record TrainingPlan(
    String label,
    int epochs,
    List<Integer> checkpoints,
    double learningRate,
    int batch,
    double testShare,
    long seed) {

  static TrainingPlan forLabel(String label) {
    return new TrainingPlan(label, 20, List.of(1, 5), 0.1, 8, 0.3, 20140305L);
  }
}
