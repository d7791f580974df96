# multiprocessing by spawn: the snippet is imported again from its file
# EXPECT: works
import multiprocessing


def square(number):
    return number * number


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(pool.map(square, [1, 2, 3]))
    print("OK" if __file__.endswith(".py") and open(__file__).read().startswith("#") else "NOT OK")
