/// Replays a corpus, and texts made from it with a fixed seed, through the fuzzing target that it is linked with: where
/// libFuzzer is not at hand. expression_replay FOLDER COUNT

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "expression_replay FOLDER COUNT\n";
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> corpus;
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    run(corpus.back());
  }
  if (corpus.empty()) {
    std::cerr << "no corpus in " << argv[1] << '\n';
    return 2;
  }
  std::mt19937_64 random(1);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr char raw[] = "xyan019.+-*/%^()[],<>=! e\n#\0\xff\xc3";
  const std::string signs(raw, sizeof raw - 1);
  for (long i = std::strtol(argv[2], nullptr, 10); i > 0; --i) {
    // The head of one text, the tail of another, a few characters changed.
    const std::string& head = corpus[below(corpus.size())];
    const std::string& tail = corpus[below(corpus.size())];
    std::string text = head.substr(0, below(head.size() + 1)) + tail.substr(below(tail.size() + 1));
    for (std::size_t k = below(4); k > 0 && !text.empty(); --k) text[below(text.size())] = signs[below(signs.size())];
    run(text);
  }
  std::cout << corpus.size() << " texts and " << argv[2] << " made from them\n";
}
