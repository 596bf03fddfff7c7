#include "report/classification_report.h"

#include <gtest/gtest.h>

namespace smartdesk::report {
namespace {

// What scikit-learn 1.5 prints for y_true = [0, 1, 2, 2, 2], y_pred = [0, 0, 2, 2, 1] (its documentation's example).
TEST(ClassificationReport, MatchesScikitLearnByteForByte) {
  models::Metrics metrics;
  metrics.rows = 5;
  metrics.accuracy = 0.6;
  metrics.per_class = {{0.5, 1, 2.0 / 3, 1}, {0, 0, 0, 1}, {1, 2.0 / 3, 0.8, 3}};
  metrics.confusion = {{1, 0, 0}, {1, 0, 0}, {0, 1, 2}};
  EXPECT_EQ(classification_report(metrics, LabelSet({"class 0", "class 1", "class 2"})),
            "              precision    recall  f1-score   support\n"
            "\n"
            "     class 0       0.50      1.00      0.67         1\n"
            "     class 1       0.00      0.00      0.00         1\n"
            "     class 2       1.00      0.67      0.80         3\n"
            "\n"
            "    accuracy                           0.60         5\n"
            "   macro avg       0.50      0.56      0.49         5\n"
            "weighted avg       0.70      0.60      0.61         5\n");
}

TEST(ClassificationReport, OmitsLabelsThatDoNotOccurAndAlignsByCharacters) {
  models::Metrics metrics;
  metrics.rows = 2;
  metrics.accuracy = 1;
  metrics.per_class = {{0, 0, 0, 0}, {1, 1, 1, 2}};
  metrics.confusion = {{0, 0}, {0, 2}};
  const auto report = classification_report(metrics, LabelSet({"Absent", "Überfällige Rechnung"}), 4);
  EXPECT_EQ(report.find("Absent"), std::string::npos);
  EXPECT_NE(report.find("Überfällige Rechnung     1.0000    1.0000    1.0000         2\n"), std::string::npos);
  EXPECT_NE(report.find("           macro avg     1.0000"), std::string::npos);
}

}  // namespace
}  // namespace smartdesk::report
